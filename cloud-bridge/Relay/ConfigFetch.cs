using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Takes the configuration that the ledger sends: stored before anybody is told of it, and none that is not above the
/// last. One that this terminal cannot follow is said once, and asked for again now and then: its own file may have
/// changed.
/// </summary>
internal sealed class ConfigFetch(RelayIdentity identity, Topics topics, RelayOptions options)
{
    private readonly ISentConfigStore? store = identity.Configs;
    private (ConfigVersion Version, string Why)? refused;
    private long lastQuestion = long.MinValue / 2;

    private string Topic => topics.Of(identity.Terminal, TerminalTopic.Config);

    /// <summary>What is subscribed to.</summary>
    public IEnumerable<string> Subscriptions => store is null ? [] : [Topic];

    /// <summary>Takes a message of the terminal's own topic.</summary>
    public IEnumerable<RelayAction> Take(MqttMessage message)
    {
        if (store is null)
            return [];
        if (!Read<ConfigMessage>(message).Succeeded(out var offered, out var error))
            // Well signed for us, and of a later build: people must hear that it is not followed.
            return error.Kind == FormatErrorKind.BadContent && Read<ConfigHead>(message).Succeeded(out var head, out _)
                ? Refuse(store, head.Number(), error.Detail)
                : [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error))];
        var version = offered.Number();
        if (IsOld(version) && !BringsCardKeys(store, offered))
            return [];
        if (store.Save(offered, message.Payload) is { } why)
            return Refused(version, why);
        refused = null;
        return [new RelayAction.Tell(new RelayNews.ConfigStored(version))];
    }

    /// <summary>
    /// The ledger has one that is not here: it was dropped on its way, or could not be taken. Who subscribes again is
    /// given what the broker keeps (MQTT 5.0, 3.3.1.3).
    /// </summary>
    /// <param name="current">What the ledger has; null: none.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public IEnumerable<RelayAction> Learn(ConfigVersion? current, long now)
    {
        var isMissing = store is not null && current is not null &&
            (store.Highest is not { } highest || current > highest ||
                (store.IsLost || store.LacksCardKeys) && current == highest);
        var patience = refused?.Version == current || store is { LacksCardKeys: true } && current == store.Highest
            ? options.RefusedPatience
            : options.ListPatience;
        if (!isMissing || now - lastQuestion < patience)
            return [];
        lastQuestion = now;
        return [new RelayAction.Subscribe(Topic) { MayBeRefused = true }];
    }

    private Reading<T> Read<T>(MqttMessage message) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(
            message.Payload, identity.LedgerKeys, identity.Site, Addressee.Of(identity.Terminal));

    private bool IsOld(ConfigVersion version) =>
        store!.Highest is { } highest && (store.IsLost ? version < highest : version <= highest);

    /// <summary>The ledger has them at hand again.</summary>
    private static bool BringsCardKeys(ISentConfigStore store, ConfigMessage offered) =>
        store.LacksCardKeys && offered.Number() == store.Highest && offered.Config.CardKeys is { Keys: not null };

    private IEnumerable<RelayAction> Refuse(ISentConfigStore into, ConfigVersion version, string why)
    {
        if (IsOld(version))
            return [];
        into.Refuse(version, why);
        return Refused(version, why);
    }

    /// <summary>Whoever asks the store knows it; people are told once.</summary>
    private IEnumerable<RelayAction> Refused(ConfigVersion version, string why)
    {
        var isKnown = refused == (version, why);
        refused = (version, why);
        return isKnown ? [] : [new RelayAction.Tell(new RelayNews.ConfigRefused(version, why))];
    }
}
