package polyclinic.audit.chain;

import java.util.List;

/** Who did it. */
public record Actor(String subject, String name, List<String> roles) {}
