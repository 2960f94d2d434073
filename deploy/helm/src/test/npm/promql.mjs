// Reads a list of PromQL queries, as JSON, from a file, and tells of each what is wrong with it and which labels of which
// metrics it asks for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { promQLLanguage, LanguageType } = require('@prometheus-io/codemirror-promql');
const { Parser } = require('@prometheus-io/codemirror-promql/dist/cjs/parser');
const { EditorState } = require('@codemirror/state');
const { syntaxTree } = require('@codemirror/language');

const language = promQLLanguage(LanguageType.PromQL);

function read(query) {
  const state = EditorState.create({ doc: query, extensions: language });
  const tree = syntaxTree(state);
  return { query, faults: [...syntaxFaults(query, tree), ...typeFaults(state)], metrics: metrics(query, tree) };
}

function syntaxFaults(query, tree) {
  const faults = [];
  tree.iterate({ enter: node => void (node.type.isError && faults.push(`unexpected "${query.slice(node.from)}"`)) });
  return faults;
}

function typeFaults(state) {
  const parser = new Parser(state);
  parser.analyze();
  return parser.getDiagnostics().map(fault => fault.message);
}

// Labels that results are grouped or matched by must be those of every metric that is grouped or matched.
function metrics(query, tree) {
  const found = {};
  tree.iterate({
    enter: node => {
      if (node.name === 'VectorSelector') {
        const metric = slice(query, node.node.getChild('Identifier'));
        found[metric] = [...new Set([...found[metric] ?? [], ...labels(query, node.node)])].sort();
      }
    },
  });
  return found;
}

function labels(query, selector) {
  const names = [];
  for (let outer = selector; outer; outer = outer.parent) {
    for (const part of ['LabelMatchers', 'AggregateModifier', 'MatchingModifierClause']) {
      outer.getChild(part)?.cursor().iterate(node => void (node.name.endsWith('LabelName') && names.push(slice(query, node))));
    }
  }
  return names;
}

function slice(query, node) {
  return node ? query.slice(node.from, node.to) : '';
}

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2])).map(read)));
