package polyclinic.notes.flags;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the flags are for the caller. Who else they are for, and why, is not the caller's to know.
 *
 * @param flags name → a boolean, a number or a text
 * @param asOf when they were read from the store, at most a second ago unless it is away; null when it has been away since the
 *     start, so that these are what holds without it
 */
record FlagValues(Map<String, Object> flags, @Nullable Instant asOf) {}
