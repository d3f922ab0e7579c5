# fish completion for svc: asks svc itself what may stand at the cursor.
function __svc_complete
    set -l words (commandline -opc)
    set -l command $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    for line in ($command __complete $words "$current" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c svc -f -a '(__svc_complete)'
