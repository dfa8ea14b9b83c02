/** People's notifications: what they are to know of, and whether they have read it. */
@NullMarked
package polyclinic.gateway.notifications;

import org.jspecify.annotations.NullMarked;
