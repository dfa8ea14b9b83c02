/** The hash chains: what an entry is, its canonical form and hash, and how entries and heads are stored. */
@NullMarked
package polyclinic.audit.chain;

import org.jspecify.annotations.NullMarked;
