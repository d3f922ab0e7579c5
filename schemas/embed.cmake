# Writes OUT, a C++ file that holds the shipped TOML and SQL as strings: config::shipped(), store::migrations().
function(append_files files list)
  foreach(name ${files})
    file(READ ${ROOT}/${name} text)
    # A string literal may have 65,536 characters: split long files into adjacent literals.
    set(literals "")
    string(LENGTH "${text}" length)
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${text}" ${at} 8000 piece)
      string(APPEND literals "R\"svc(${piece})svc\" ")
      math(EXPR at "${at} + 8000")
    endwhile()
    string(APPEND rows "      {\"${name}\", ${literals}},\n")
  endforeach()
  set(${list} "${rows}" PARENT_SCOPE)
endfunction()

append_files("${TOML}" toml_rows)
append_files("${SQL}" sql_rows)
file(WRITE ${OUT} "// Made by schemas/embed.cmake from schemas/.
#include \"config/configuration.h\"
#include \"store/schema.h\"

namespace svc::config {
const std::vector<Shipped>& shipped() {
  static const std::vector<Shipped> files{
${toml_rows}  };
  return files;
}
}  // namespace svc::config

namespace svc::store {
const std::vector<Migration>& migrations() {
  static const std::vector<Migration> files{
${sql_rows}  };
  return files;
}
}  // namespace svc::store
")
