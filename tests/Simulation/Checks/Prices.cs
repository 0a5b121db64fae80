using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>What the display says before the tap is what is paid, whatever the ledger has sent meanwhile.</summary>
internal static class Prices
{
    /// <summary>Something was sold.</summary>
    public static void Paid(Machine machine, Fact.Sale sale)
    {
        if (!machine.Panel.IsGivenUp &&
            machine.Panel.Visible is GuestScreen.AmountDue { Basket.Lines: var seen } &&
            seen != sale.Basket &&
            TerminalChecks.IsOfSame(seen, sale.Basket))
            throw new BrokenInvariant(
                "nobody pays another price than the display shows",
                $"{machine.Name} shows {seen}, and takes {sale.Basket}");
    }
}
