/** Limits how many requests of one caller are open at the same time. */
@NullMarked
package polyclinic.gateway.openrequests;

import org.jspecify.annotations.NullMarked;
