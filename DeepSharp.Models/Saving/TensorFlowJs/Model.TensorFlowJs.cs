using DeepSharp.TensorFlowJs;

namespace DeepSharp;

public partial class Model
{
    /// <summary>Saves architecture and weights for TensorFlow.js, whose <c>tf.loadLayersModel</c> opens the <c>model.json</c> in the folder; so does
    /// <see cref="Load"/>.</summary>
    /// <remarks>The weights lie beside it in files of at most 4 MiB, which are replaced together with it when the folder holds a model of before. How the
    /// model is trained is not saved. An untruncated initializer, <c>hard_sigmoid</c> of Keras 3, and what else TensorFlow.js has not, is refused.</remarks>
    /// <param name="folder">Where; the folder is made if it is not there.</param>
    /// <param name="overwrite">Whether a model in the folder may be replaced.</param>
    /// <exception cref="ModelFileException">The files cannot be written; a model that was there is unchanged then.</exception>
    /// <exception cref="DeepSharpException">The model has no weights yet, or something that TensorFlow.js lacks; the message names the layer.</exception>
    /// <example><code>
    /// model.SaveTensorFlowJs("web");     // in the browser: await tf.loadLayersModel("web/model.json")
    /// var same = Model.Load("web/model.json");
    /// </code></example>
    public void SaveTensorFlowJs(string folder, bool overwrite = true)
    {
        RequireBuilt("saved");
        RequireReadable(this);
        TensorFlowJsFile.Write(folder, this, overwrite);
    }
}
