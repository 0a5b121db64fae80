using System.Text.RegularExpressions;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>docs/offline-rules.md names tests that exist, and has a row for every reason.</summary>
public sealed partial class OfflineRuleTests
{
    private static readonly string[] Rows =
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "docs/offline-rules.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        Assert.True(Named(Rows).Distinct().Count() > 60);
        Assert.Empty(Missing(Rows));
    }

    [Fact]
    public void A_test_that_does_not_exist_would_be_seen() => Assert.Equal(
        ["ListTests.A_list_that_nobody_has_tested"],
        Missing([.. Rows, "| no rule | `ListTests.A_list_that_nobody_has_tested` |"]));

    [Fact]
    public void Every_reason_has_a_row_and_a_test()
    {
        foreach (var reason in Enum.GetValues<Reason>())
        {
            var row = Assert.Single(
                Rows, row => row.StartsWith($"| {(int)reason} {reason} |", StringComparison.Ordinal));
            Assert.Matches(TestName(), row);
        }
    }

    [Fact]
    public void Every_row_names_a_test_or_says_that_there_is_none() =>
        Assert.DoesNotContain(Rows, row =>
            !row.Contains("| test |", StringComparison.Ordinal) &&
            !row.EndsWith("| none |", StringComparison.Ordinal) &&
            !TestName().IsMatch(row));

    private static IEnumerable<string> Named(IEnumerable<string> rows) =>
        rows.SelectMany(row => TestName().Matches(row)).Select(match => match.Groups["test"].Value);

    private static IEnumerable<string> Missing(IEnumerable<string> rows) => Named(rows).Except(Tests());

    /// <summary>By class and method, from the sources: tests of all kinds, built or not.</summary>
    private static HashSet<string> Tests() =>
    [
        .. from path in Directory.EnumerateFiles(
               Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
           let source = File.ReadAllText(path)
           let type = TestClass().Match(source)
           where type.Success
           from method in TestMethod().Matches(source)
           select $"{type.Groups["name"].Value}.{method.Groups["name"].Value}",
    ];

    [GeneratedRegex(@"`(?<test>[A-Z][A-Za-z]*(Tests|Properties)\.[A-Z][A-Za-z0-9_]*)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"class (?<name>[A-Z][A-Za-z]*(Tests|Properties))\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(
        @"\[(Fact|Theory)[^\n]*\](\s*\[[^\n]*\])*\s*public (async )?(void|Task) (?<name>[A-Z][A-Za-z0-9_]*)\(")]
    private static partial Regex TestMethod();
}
