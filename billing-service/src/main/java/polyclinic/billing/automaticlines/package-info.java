/** Draft lines that come by themselves, from what was done and handed out. */
@NullMarked
package polyclinic.billing.automaticlines;

import org.jspecify.annotations.NullMarked;
