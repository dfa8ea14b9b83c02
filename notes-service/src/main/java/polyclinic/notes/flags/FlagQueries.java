package polyclinic.notes.flags;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.values.ClinicDays;

/** Reads flags. What they are for a caller is asked for all the time and shows nobody, so it leaves no entry. */
@ApplicationScoped
class FlagQueries {
    private final Flags flags;
    private final KnownFlags known;
    private final ClinicDays days;
    private final Audit audit;

    FlagQueries(Flags flags, KnownFlags known, ClinicDays days, Audit audit) {
        this.flags = flags;
        this.known = known;
        this.days = days;
        this.audit = audit;
    }

    FlagValues values(Caller caller) {
        return known.values(caller);
    }

    /** Of the store, not of what is known: it is the base of a change. Fails with 404 when there is none. */
    Uni<FlagView> read(String name) {
        return flags.named(name)
                .map(flag -> {
                    if (flag == null || flag.isDeleted()) throw new NotFound("flag");
                    return FlagView.of(flag, days.today());
                })
                .call(flag -> audit.read("flag", name, null));
    }
}
