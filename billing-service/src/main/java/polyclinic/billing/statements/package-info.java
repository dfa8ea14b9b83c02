/** A patient's account, in the order of its postings. */
@NullMarked
package polyclinic.billing.statements;

import org.jspecify.annotations.NullMarked;
