using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract;

public class MoneyTests
{
    [Theory]
    [InlineData(Money.Limit)]
    [InlineData(-Money.Limit)]
    [InlineData(0)]
    public void Up_to_two_to_the_53_less_one_is_money(long minorUnits) =>
        Assert.Equal(minorUnits, new Money(minorUnits).MinorUnits);

    [Theory]
    [InlineData(Money.Limit + 1)]
    [InlineData(-Money.Limit - 1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Beyond_it_is_an_overflow(long minorUnits) =>
        Assert.Throws<OverflowException>(() => new Money(minorUnits));

    [Fact]
    public void Sums_and_products_beyond_it_are_an_overflow_and_never_wrap()
    {
        var most = new Money(Money.Limit);

        Assert.Throws<OverflowException>(() => most + new Money(1));
        Assert.Throws<OverflowException>(() => -most - new Money(1));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => most * int.MaxValue);
        Assert.Throws<OverflowException>(() => new[] { most, most }.Sum());
    }
}
