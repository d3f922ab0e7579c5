// SPDX-License-Identifier: MIT
// From a picture of desk/ to what render/ shows, which never sees the store.
#pragma once

#include "desk/picture.h"
#include "render/item.h"

namespace svc::cmd {

// The view refers into `picture` and `zone`, which must outlive it.
render::ItemView view_of(desk::Session& session, const desk::Picture& picture, const Zone& zone);

}  // namespace svc::cmd
