/** Words of texts in every script: what is looked for, where it stands, how well it fits. */
@NullMarked
package polyclinic.commons.search;

import org.jspecify.annotations.NullMarked;
