package polyclinic.clients.checks;

import org.jspecify.annotations.Nullable;

/** A result that a step passes to the steps after it. */
public final class StepResult<T> {
    private final String name;
    private @Nullable T value;

    public StepResult(String name) {
        this.name = name;
    }

    public T set(T newValue) {
        value = newValue;
        return newValue;
    }

    /** @throws IllegalStateException when the step has not run yet */
    public T get() {
        T current = value;
        if (current == null) throw new IllegalStateException("there is no " + name + " yet");
        return current;
    }
}
