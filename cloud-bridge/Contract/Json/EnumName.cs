using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>How the values of an enumeration are written in files, messages and answers: in camel case.</summary>
public static class EnumName
{
    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The value of exactly this name.</summary>
    public static bool TryParse<T>([NotNullWhen(true)] string? name, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
            if (Of(candidate) == name)
            {
                value = candidate;
                return true;
            }
        value = default;
        return false;
    }
}
