/** Signatures of papers (PAdES B-B) and the keys that make them. */
@NullMarked
package polyclinic.commons.papers.signatures;

import org.jspecify.annotations.NullMarked;
