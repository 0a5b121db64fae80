using System.Reflection;

namespace CloudBridge.Telemetry;

/// <summary>Who sends, in the words of OpenTelemetry's semantic conventions (resource, service).</summary>
/// <param name="Name"><c>service.name</c>.</param>
/// <param name="Version"><c>service.version</c>.</param>
/// <param name="Site"><c>service.namespace</c>.</param>
/// <param name="Instance"><c>service.instance.id</c>: the terminal's or the worker's name.</param>
public sealed record OtlpProgram(string Name, string Version, string Site, string Instance)
{
    /// <summary>With the version of the build that has this type.</summary>
    public static OtlpProgram Of<T>(string name, string site, string instance) => new(
        name,
        typeof(T).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        site,
        instance);
}
