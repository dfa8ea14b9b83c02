package polyclinic.commons.problem;

/**
 * Tells what a store refuses for what the data is (a constraint, a value out of range, a document too large) from all that
 * fails for another reason. The module of each kind of store has a CDI bean of it.
 */
@FunctionalInterface
public interface StoreRefusals {
    /** @param cause one failure of a chain of causes */
    boolean refusesTheData(Throwable cause);
}
