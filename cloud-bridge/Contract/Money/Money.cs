using System.Globalization;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// A count of minor units (cents) of some asset, positive or negative, within ±(2^53 − 1) so that every JSON library
/// reads it exactly (RFC 8259, section 6). There is no fraction: what must be rounded is rounded where it is computed.
/// </summary>
[JsonConverter(typeof(MoneyConverter))]
public readonly record struct Money : IComparable<Money>
{
    /// <summary>The largest count of minor units; the smallest is its negative.</summary>
    public const long Limit = (1L << 53) - 1;

    /// <param name="minorUnits">Cents, or the asset's own smallest unit.</param>
    /// <exception cref="OverflowException">Beyond ±<see cref="Limit"/>.</exception>
    public Money(long minorUnits)
    {
        if (minorUnits is < -Limit or > Limit)
            throw new OverflowException($"{minorUnits} minor units: expected at most {Limit} either way.");
        MinorUnits = minorUnits;
    }

    /// <summary>Nothing.</summary>
    public static Money Zero => default;

    /// <summary>Cents, or the asset's own smallest unit.</summary>
    public long MinorUnits { get; }

    /// <summary>More than nothing.</summary>
    public bool IsPositive => MinorUnits > 0;

    /// <summary>Less than nothing.</summary>
    public bool IsNegative => MinorUnits < 0;

    /// <exception cref="OverflowException">The sum is beyond the limit.</exception>
    public static Money operator +(Money left, Money right) => new(left.MinorUnits + right.MinorUnits);

    /// <exception cref="OverflowException">The difference is beyond the limit.</exception>
    public static Money operator -(Money left, Money right) => new(left.MinorUnits - right.MinorUnits);

    /// <summary>The other way round.</summary>
    public static Money operator -(Money money) => new(-money.MinorUnits);

    /// <exception cref="OverflowException">The product is beyond the limit.</exception>
    public static Money operator *(Money money, int times) => new(checked(money.MinorUnits * times));

    /// <summary>Less.</summary>
    public static bool operator <(Money left, Money right) => left.MinorUnits < right.MinorUnits;

    /// <summary>More.</summary>
    public static bool operator >(Money left, Money right) => left.MinorUnits > right.MinorUnits;

    /// <summary>Not more.</summary>
    public static bool operator <=(Money left, Money right) => left.MinorUnits <= right.MinorUnits;

    /// <summary>Not less.</summary>
    public static bool operator >=(Money left, Money right) => left.MinorUnits >= right.MinorUnits;

    /// <summary>The smaller of two.</summary>
    public static Money Min(Money left, Money right) => left < right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Money other) => MinorUnits.CompareTo(other.MinorUnits);

    /// <summary>The count, in digits, for logs and files. What guests read is made by the display.</summary>
    public override string ToString() => MinorUnits.ToString(CultureInfo.InvariantCulture);
}
