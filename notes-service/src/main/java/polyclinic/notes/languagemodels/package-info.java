/** Models that write texts, behind an address that speaks OpenAI's protocol. */
@NullMarked
package polyclinic.notes.languagemodels;

import org.jspecify.annotations.NullMarked;
