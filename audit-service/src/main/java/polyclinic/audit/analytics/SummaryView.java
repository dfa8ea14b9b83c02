package polyclinic.audit.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How often something happened.
 *
 * @param key the beginning of the hour (RFC 3339, UTC), the day in the clinic's zone, the account's subject, or the page
 * @param name of the account, in a summary by users
 * @param users how many accounts
 * @param sessions how many visits, as pages tell them apart
 */
@Schema(name = "AnalyticsSummary")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SummaryView(String key, @Nullable String name, long events, long users, long sessions) {}
