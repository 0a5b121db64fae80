using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a guest is about to buy. Equal when the same pieces of the same articles at the same prices are in it.
/// </summary>
/// <param name="Articles">Each article once, in the order in which they were first chosen.</param>
public sealed record Basket(ValueList<(Article Article, int Quantity)> Articles)
{
    /// <summary>The most pieces of one article.</summary>
    public const int MostPieces = 99;

    /// <summary>The most different articles.</summary>
    public const int MostArticles = 20;

    /// <summary>Nothing.</summary>
    public static Basket Empty { get; } = new([]);

    /// <summary>Nothing is in it.</summary>
    public bool IsEmpty => Articles.Count == 0;

    /// <summary>The rows for the record.</summary>
    public ValueList<BasketLine> Lines => [.. Articles.Select(row => row.Article.Line(row.Quantity))];

    /// <summary>What it costs, whatever it is paid with.</summary>
    /// <exception cref="OverflowException">Beyond <see cref="Money.Limit"/>.</exception>
    public Money Total => Lines.Sum(line => line.Cost());

    /// <summary>What it costs in each way of paying: ordinary money first, then time and loyalty.</summary>
    public IEnumerable<(AssetCategory? PaidWith, Money Price)> Prices =>
        from line in Lines
        group line by line.PaidWith into way
        orderby way.Key.HasValue, way.Key
        select (way.Key, way.Sum(line => line.Cost()));

    /// <summary>The same pieces as they were sold: at other prices, perhaps.</summary>
    /// <param name="sold">The rows of a record.</param>
    /// <returns>Null: other pieces were.</returns>
    public Basket? AsIn(ValueList<BasketLine> sold) =>
        Articles.Select(row => (row.Article.Id, row.Quantity))
            .SequenceEqual(sold.Select(line => (line.Article, line.Quantity)))
            ? new Basket([.. Articles.Zip(sold, (row, line) => (row.Article.As(line), row.Quantity))])
            : null;

    /// <summary>One piece more; unchanged when there is no room.</summary>
    public Basket Add(Article article)
    {
        var rows = Articles.ToImmutableArray();
        for (var index = 0; index < rows.Length; index++)
            if (rows[index].Article.Id == article.Id)
                return rows[index].Quantity < MostPieces
                    ? new Basket([.. rows.SetItem(index, (article, rows[index].Quantity + 1))])
                    : this;
        return rows.Length < MostArticles ? new Basket([.. rows, (article, 1)]) : this;
    }
}
