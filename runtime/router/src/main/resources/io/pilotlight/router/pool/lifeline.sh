# Runs a command that does not outlive whoever holds the other end of this shell's standard input.
# Arguments: how many seconds the command has to end when it is asked to; the command.
patience=$1
shift
exec 3<&0 </dev/null

"$@" 3<&- &
command=$!
ask() { kill -TERM "$command" 2>/dev/null; }
trap ask TERM INT

# Reads nothing but the end.
{
    trap 'exit' TERM
    while read -r _ <&3; do :; done
    ask
    while [ "$patience" -gt 0 ] && kill -0 "$command" 2>/dev/null; do
        sleep 1
        patience=$((patience - 1))
    done
    kill -KILL "$command" 2>/dev/null
} >/dev/null 2>&1 &
watch=$!
exec 3<&-

# A signal ends the wait, not the command.
wait "$command"
code=$?
while kill -0 "$command" 2>/dev/null; do
    wait "$command"
    code=$?
done
kill -TERM "$watch" 2>/dev/null
exit "$code"
