using System.Diagnostics.CodeAnalysis;

namespace CloudBridge.Contract;

/// <summary>What became of reading bytes from outside: a value, or why not.</summary>
public readonly struct Reading<T> where T : class
{
    private readonly T? value;
    private readonly FormatError? error;

    private Reading(T? value, FormatError? error)
    {
        this.value = value;
        this.error = error;
    }

    /// <summary>A good one.</summary>
    public static implicit operator Reading<T>(T value) => new(value, null);

    /// <summary>A failed one.</summary>
    public static implicit operator Reading<T>(FormatError error) => new(null, error);

    /// <summary>The value, or the error.</summary>
    /// <returns>True when there is a value.</returns>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out FormatError? error)
    {
        value = this.value;
        error = this.error;
        return this.value is not null;
    }

    /// <summary>For what we made ourselves and know to be good.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public T OrThrow() => value ?? throw new FormatException(error?.ToString() ?? "Nothing was read.");
}
