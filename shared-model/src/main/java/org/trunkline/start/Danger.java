package org.trunkline.start;

/**
 * Why a service is not safe to start. Holds no value of a setting: that may be a secret.
 *
 * @param setting by its name
 * @param fault what is wrong with it
 * @param remedy what to do
 */
public record Danger(String setting, String fault, String remedy) {

    @Override
    public String toString() {
        return setting + ": " + fault + "; " + remedy;
    }
}
