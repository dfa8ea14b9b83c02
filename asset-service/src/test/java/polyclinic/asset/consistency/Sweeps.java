package polyclinic.asset.consistency;

import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.asset.Stores;

/** The running service's sweeper, when a test calls it. */
@ApplicationScoped
public class Sweeps {
    private final Sweeper sweeper;

    Sweeps(Sweeper sweeper) {
        this.sweeper = sweeper;
    }

    /** Sweeps once and tells what was found. */
    public String once() {
        return String.valueOf(Stores.await(sweeper.sweep()));
    }
}
