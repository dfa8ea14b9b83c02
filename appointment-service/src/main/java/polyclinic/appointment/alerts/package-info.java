/** What somebody has to know of: alerts are raised once, and stay open until one of those whom they concern acknowledges them. */
@NullMarked
package polyclinic.appointment.alerts;

import org.jspecify.annotations.NullMarked;
