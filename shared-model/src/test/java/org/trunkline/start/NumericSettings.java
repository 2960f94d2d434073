package org.trunkline.start;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import io.smallrye.config.common.utils.StringUtil;

/**
 * Looks through all settings of a module for numbers, times and sizes with which it would start though nothing works.
 */
public final class NumericSettings {

    private NumericSettings() {}

    /**
     * What a module's settings would take and should not: less than zero, and zero where {@link NotNegative} does not
     * say that it means something.
     *
     * @param module any class of it
     * @return settings with a value that was not refused by the setting's name and with a remedy; none is as it should
     *     be
     */
    public static List<String> accepted(Class<?> module) {
        List<String> accepted = new ArrayList<>();
        for (Class<?> mapping : mappings(module)) {
            for (Method setting : mapping.getMethods()) {
                for (String value : senseless(setting)) {
                    if (!refuses(mapping, setting, value)) {
                        accepted.add(name(mapping, setting) + "=" + value);
                    }
                }
            }
        }
        return accepted;
    }

    private static List<String> senseless(Method setting) {
        String unit = Map.of(int.class, "", Duration.class, "s", MemorySize.class, "K")
                .getOrDefault(setting.getReturnType(), null);
        if (unit == null) {
            return List.of();
        }
        WithConverter bound = setting.getAnnotation(WithConverter.class);
        boolean zero = bound != null && bound.value().getEnclosingClass() == NotNegative.class;
        return zero ? List.of("-1" + unit) : List.of("-1" + unit, "0" + unit);
    }

    private static boolean refuses(Class<?> mapping, Method setting, String value) {
        String name = name(mapping, setting);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValue("smallrye.config.mapping.validate-unknown", "false")
                .withSources(new PropertiesConfigSource(Map.of(name, value), "test", 100))
                .withMapping(mapping);
        try {
            builder.build();
            return false;
        } catch (ConfigValidationException refusal) {
            return refusal.getMessage().contains(name + " ")
                    && refusal.getMessage().contains("\"" + value + "\"");
        }
    }

    private static String name(Class<?> mapping, Method setting) {
        return mapping.getAnnotation(ConfigMapping.class).prefix() + "." + StringUtil.skewer(setting.getName());
    }

    private static List<Class<?>> mappings(Class<?> module) {
        URL root = module.getProtectionDomain().getCodeSource().getLocation();
        try (Stream<Path> files = Files.walk(Path.of(root.toURI()))) {
            return files.map(file -> Path.of(root.getPath()).relativize(file).toString())
                    .filter(file -> file.endsWith("Config.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .<Class<?>>map(NumericSettings::load)
                    .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
