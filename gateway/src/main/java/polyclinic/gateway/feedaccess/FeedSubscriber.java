package polyclinic.gateway.feedaccess;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.feed.RecipientAddress;

/**
 * Who is told of entries.
 *
 * @param doctorId the doctor whose account the caller's is, or null
 * @param origin where the caller is, as services are told
 */
public record FeedSubscriber(
        SignedInCaller caller, @Nullable String doctorId, CallerOrigin origin) {

    private static final String PATIENT = "patient";

    /** Under which notifications are the caller's, at the moment: as the account, in each role, as a doctor, as a patient. */
    public Set<String> addresses() {
        Stream<@Nullable String> own = Stream.of(
                RecipientAddress.account(caller.subject()),
                RecipientAddress.doctor(doctorId),
                RecipientAddress.patient(caller.is(PATIENT) ? caller.patientId() : null));
        return Stream.concat(own, caller.roles().stream().map(RecipientAddress::role))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }
}
