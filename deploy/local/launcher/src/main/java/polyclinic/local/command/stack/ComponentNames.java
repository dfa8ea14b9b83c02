package polyclinic.local.command.stack;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import polyclinic.local.stack.Stack;

/** The names of the stack's components, for the shell's completion. */
class ComponentNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(Stack.SERVICES, Stack.SERVERS).flatMap(List::stream).iterator();
    }

    /** Those that {@code logs} knows. */
    static final class WithLogs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Stack.SERVICES, Stack.SERVERS, LogsCommand.OWN_LOGS)
                    .flatMap(List::stream)
                    .iterator();
        }
    }
}
