/** What people do with the clinic's pages, as these report it: events, and how often they are. They are no evidence; the trail is. */
@NullMarked
package polyclinic.audit.analytics;

import org.jspecify.annotations.NullMarked;
