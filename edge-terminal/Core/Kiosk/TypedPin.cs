namespace EdgeTerminal.Core;

/// <summary>Digits of a PIN, typed so far; nothing that prints it says which.</summary>
public readonly record struct TypedPin
{
    private readonly string? digits;

    private TypedPin(string digits) => this.digits = digits;

    /// <summary>How many.</summary>
    public int Count => Digits.Length;

    internal string Digits => digits ?? "";

    /// <summary>One more.</summary>
    public TypedPin With(int digit) => new($"{Digits}{digit}");

    /// <summary>Dots.</summary>
    public override string ToString() => new('•', Count);
}
