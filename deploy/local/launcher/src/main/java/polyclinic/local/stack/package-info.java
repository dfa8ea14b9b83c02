/** The servers and services of the local stack: what they need, how they find each other and what the machine must offer. */
@NullMarked
package polyclinic.local.stack;

import org.jspecify.annotations.NullMarked;
