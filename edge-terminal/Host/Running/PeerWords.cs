using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>What is known of the site's other terminals, for whoever looks after this one.</summary>
internal static class PeerWords
{
    /// <summary>The rest of a sentence; empty where nothing was heard of any and nothing is missing.</summary>
    public static string Of(HeardPeers peers)
    {
        var chains = peers.Chains.Known
            .Where(chain => peers.Chains.IsPresent(chain) && peers.Chains.Of(chain).Count > 0)
            .Select(chain => Words(chain, peers.Chains.Of(chain)))
            .Order(StringComparer.Ordinal)
            .ToList();
        return (chains.Count == 0 ? "" : $"; hears {string.Join(", ", chains)}") +
            (peers.SomeMissing ? "; records of other terminals may be missing: limits of a stale list" : "");
    }

    private static string Words(PeerEpoch chain, HeardChain heard)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"{chain.Peer} through {chain.Epoch}/{heard.Highest}");
        var isWhole = heard.WholeThrough == heard.Highest && heard.ForkedFrom is null;
        return isWhole ? $"{end} (whole)" : $"{end} (with gaps or forks)";
    }
}
