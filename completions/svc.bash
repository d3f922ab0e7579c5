# bash completion for svc: asks svc itself what may stand at the cursor.
_svc() {
  local cur words cword line value
  if declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref -n =: cur words cword
  else
    words=("${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=${words[cword]}
  fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default 2>/dev/null
      continue
    fi
    printf -v value '%q' "${line%%$'\t'*}"
    COMPREPLY+=("$value")
  done < <("${words[0]}" __complete "${words[@]:1:cword}" 2>/dev/null)
  # Where "=" breaks words, readline replaces only what stands after it.
  if [[ $cur == --*=* && $COMP_WORDBREAKS == *=* ]]; then COMPREPLY=("${COMPREPLY[@]#"${cur%%=*}="}"); fi
  if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$cur"; fi
}
complete -F _svc svc
