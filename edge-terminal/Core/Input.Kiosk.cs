namespace EdgeTerminal.Core;

/// <content>What comes to a kiosk.</content>
public abstract partial record Input
{
    /// <summary>To a kiosk alone: other stations are never told.</summary>
    public abstract record AtKiosk : Input
    {
        private protected AtKiosk()
        {
        }
    }

    /// <summary>A key was pressed that stands for an article.</summary>
    public sealed record ArticleChosen(Article Article) : AtKiosk;

    /// <summary>The key that empties the basket was pressed.</summary>
    public sealed record BasketCleared : AtKiosk;
}
