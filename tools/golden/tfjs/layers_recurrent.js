// Recurrent layers by TensorFlow.js: node layers_recurrent.js, with @tensorflow/tfjs where node finds it (NODE_PATH).
// It has no GRU with the reset gate after the product, and its bidirectional layers do not zero masked
// steps, and it cannot differentiate a single time step: PyTorch covers those.
const { tf, Topic, settings } = require('./golden_case.js');

const FACTORIES = {
  SimpleRNN: tf.layers.simpleRNN, LSTM: tf.layers.lstm, GRU: tf.layers.gru, ConvLSTM2D: tf.layers.convLstm2d, RNN: tf.layers.rnn,
  SimpleRNNCell: tf.layers.simpleRNNCell, LSTMCell: tf.layers.lstmCell, GRUCell: tf.layers.gruCell, StackedRNNCells: tf.layers.stackedRNNCells,
  Bidirectional: tf.layers.bidirectional, TimeDistributed: tf.layers.timeDistributed, Dense: tf.layers.dense, Conv1D: tf.layers.conv1d,
};
// Its hard_sigmoid is not Keras 3's, and its default; Keras' default is the sigmoid.
const factory = (json) => FACTORIES[json.class_name]({
  ...(/LSTM|GRU/.test(json.class_name) ? { recurrentActivation: 'sigmoid' } : {}), ...settings(json.config, factory),
});
const layer = (className, config) => ({ class_name: className, config });

const topic = new Topic('layers-recurrent-tfjs');
const add = (name, json, shape, options) => topic.add(name, json, shape, { factory, ...options });

add('simple_rnn', layer('SimpleRNN', { units: 3 }), [2, 4, 2]);
add('simple_rnn_backwards_sequences', layer('SimpleRNN', { units: 2, activation: 'relu', use_bias: false, return_sequences: true, go_backwards: true }), [1, 3, 2]);
add('lstm_states', layer('LSTM', { units: 2, return_sequences: true, return_state: true }), [2, 3, 2], { states: [[2, 2], [2, 2]] });
add('lstm_relu_batch_of_one', layer('LSTM', { units: 3, activation: 'relu', unit_forget_bias: false }), [1, 2, 2]);
add('gru_before', layer('GRU', { units: 3, reset_after: false }), [2, 4, 2]);
add('gru_before_no_bias_state', layer('GRU', { units: 2, reset_after: false, use_bias: false, return_state: true, unroll: true }), [3, 2, 1], { states: [[3, 2]] });
const mask = [[0, 0, 1, 1], [1, 0, 1, 1], [1, 1, 0, 0]];
for (const [name, config] of [['simple_rnn_mask', { units: 2 }], ['lstm_mask', { units: 2, return_sequences: true }], ['gru_mask_backwards', { units: 2, reset_after: false, go_backwards: true }]])
  add(name, layer(name.startsWith('simple') ? 'SimpleRNN' : name.slice(0, name.indexOf('_')).toUpperCase(), config), [3, 4, 2], { mask });
const cells = [layer('LSTMCell', { units: 2 }), layer('SimpleRNNCell', { units: 3 })];
add('stacked_cells', layer('RNN', { cell: layer('StackedRNNCells', { cells }), return_sequences: true }), [2, 3, 2]);
add('rnn_of_gru_cell', layer('RNN', { cell: layer('GRUCell', { units: 2, reset_after: false }), return_state: true }), [2, 3, 2]);
for (const mode of ['concat', 'sum', 'mul', 'ave'])
  add(`bidirectional_${mode}`, layer('Bidirectional', { layer: layer('GRU', { units: 2, reset_after: false, return_sequences: mode !== 'sum' }), merge_mode: mode }), [2, 3, 2]);
add('time_distributed_dense', layer('TimeDistributed', { layer: layer('Dense', { units: 2, activation: 'tanh' }) }), [2, 3, 4]);
add('time_distributed_conv', layer('TimeDistributed', { layer: layer('Conv1D', { filters: 2, kernel_size: [2], strides: [2] }) }), [1, 2, 5, 2]);
const conv = (config) => layer('ConvLSTM2D', { filters: 2, ...config });
add('conv_lstm2d', conv({ kernel_size: [2, 2] }), [1, 2, 3, 4, 1]);
add('conv_lstm2d_same_strides_backwards', conv({ kernel_size: [3, 2], strides: [2, 1], padding: 'same', return_sequences: true, go_backwards: true }), [2, 2, 3, 3, 1]);
topic.write();
