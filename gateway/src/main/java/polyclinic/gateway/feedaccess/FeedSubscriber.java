package polyclinic.gateway.feedaccess;

import org.jspecify.annotations.Nullable;
import polyclinic.gateway.callers.SignedInCaller;

/**
 * Who is told of entries.
 *
 * @param doctorId the doctor whose account the caller's is, or null
 * @param origin where the caller is, as services are told
 */
public record FeedSubscriber(
        SignedInCaller caller, @Nullable String doctorId, CallerOrigin origin) {}
