package polyclinic.commons.testing;

/** As {@link polyclinic.commons.testing.web.Identity}; here until its users have moved. */
public class Identity extends polyclinic.commons.testing.web.Identity {}
