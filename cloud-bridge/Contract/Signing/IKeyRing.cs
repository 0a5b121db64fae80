namespace CloudBridge.Contract;

/// <summary>The keys whose signatures count here.</summary>
public interface IKeyRing
{
    /// <summary>The key of that name; null when it is not known.</summary>
    IVerifier? Find(KeyId key);

    /// <summary>Does what a key of these has signed count in this place of its terminal's journal?</summary>
    bool CountsAt(KeyId key, RecordPosition position) => true;
}
