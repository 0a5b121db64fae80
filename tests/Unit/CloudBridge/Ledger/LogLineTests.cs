using System.Reflection;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class LogLineTests
{
    [Fact]
    public void Every_entry_has_a_kind_of_its_own_that_the_format_document_names()
    {
        var entries = typeof(LedgerEntry).GetNestedTypes(BindingFlags.Public).Where(type => !type.IsAbstract);
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/formats/ledger-log.md"));

        Assert.Equal(entries.Count(), LogLine.Names.Distinct().Count());
        Assert.All(LogLine.Names, name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_row_stands_in_the_document_for_treasurers()
    {
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/reconciliation.md"));

        Assert.All(
            Enum.GetNames<RowKind>(),
            name => Assert.Contains(
                $"| `{char.ToLowerInvariant(name[0])}{name[1..]}` |", document, StringComparison.Ordinal));
    }
}
