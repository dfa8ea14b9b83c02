/** What the two sides of a bridge agreed on last, and what follows from what they say now. */
@NullMarked
package polyclinic.clients.movein.bridge.agreement;

import org.jspecify.annotations.NullMarked;
