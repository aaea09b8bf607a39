/**
 * A reader for the pickles in torch checkpoints. A pickle is a program for a stack machine that may call anything
 * Python can import; this machine knows no more than the globals that its environment hands it, and builds only the
 * values below. Every instruction takes at least one byte and makes at most one value, so memory is bounded by the
 * pickle's length; nothing recurses.
 */
import { OfaError } from '../../protocol/errors.ts';
import { PickleBytes } from './pickle-bytes.ts';

/** Tuples and lists are arrays, dictionaries are maps with text keys, everything else is what the environment made. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | readonly PickleValue[]
  | Map<string, PickleValue>
  | PickleGlobal
  | PickleObject;

/** A value that only the environment understands, such as a tensor. */
export abstract class PickleObject {
  abstract readonly kind: string;
}

/** A Python global that the environment allows. */
export class PickleGlobal {
  readonly name: string;
  /** What calling it makes; throws on arguments it does not take. Undefined if it may not be called. */
  readonly call: ((parameters: readonly PickleValue[]) => PickleValue) | undefined;

  constructor(name: string, call?: (parameters: readonly PickleValue[]) => PickleValue) {
    this.name = name;
    this.call = call;
  }
}

export interface PickleEnvironment {
  /** The global of that name (`module.name`), or undefined if it is not allowed. */
  global(name: string): PickleGlobal | undefined;
  /** The value that a persistent id stands for. */
  persistent(id: PickleValue): PickleValue;
}

/** The stack's mark, from which tuples and items are gathered. */
const mark = Symbol('mark');
type StackItem = PickleValue | typeof mark;

/** The only attributes that a checkpoint sets on a dictionary; they are not needed. */
function isIgnorableState(state: PickleValue): boolean {
  return state === null || state instanceof Map;
}

class PickleMachine {
  readonly #bytes: PickleBytes;
  readonly #environment: PickleEnvironment;
  readonly #stack: StackItem[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(bytes: PickleBytes, environment: PickleEnvironment) {
    this.#bytes = bytes;
    this.#environment = environment;
  }

  /** Runs to STOP and returns the one value that is left. */
  run(): PickleValue {
    for (;;) {
      const opcode = this.#bytes.uint8();
      if (opcode === 0x2e) break;
      this.#step(opcode);
    }
    const value = this.#pop();
    if (this.#stack.length > 0) throw this.#bytes.damaged('values are left over at its end');
    return value;
  }

  #step(opcode: number): void {
    if (!this.#literal(opcode) && !this.#memoize(opcode) && !this.#collect(opcode)) this.#construct(opcode);
  }

  /** Instructions that push a value read from the pickle. True if `opcode` was one. */
  #literal(opcode: number): boolean {
    const bytes = this.#bytes;
    switch (opcode) {
      case 0x80: // PROTO
        if (bytes.uint8() > 5) throw bytes.damaged('its protocol is unknown');
        return true;
      case 0x95: // FRAME
        bytes.uint64();
        return true;
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(bytes.uint8());
      case 0x4d: // BININT2
        return this.#push(bytes.uint16());
      case 0x4a: // BININT
        return this.#push(bytes.int32());
      case 0x8a: // LONG1
        return this.#push(bytes.longInteger(bytes.uint8()));
      case 0x47: // BINFLOAT
        return this.#push(bytes.bigEndianFloat64());
      case 0x58: // BINUNICODE
        return this.#push(bytes.text(bytes.uint32()));
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(bytes.text(bytes.uint8()));
      default:
        return false;
    }
  }

  /** Instructions that store a value for later or push a stored one. */
  #memoize(opcode: number): boolean {
    const bytes = this.#bytes;
    switch (opcode) {
      case 0x71: // BINPUT
        this.#memo.set(bytes.uint8(), this.#top());
        return true;
      case 0x72: // LONG_BINPUT
        this.#memo.set(bytes.uint32(), this.#top());
        return true;
      case 0x94: // MEMOIZE
        this.#memo.set(this.#memo.size, this.#top());
        return true;
      case 0x68: // BINGET
        return this.#push(this.#recall(bytes.uint8()));
      case 0x6a: // LONG_BINGET
        return this.#push(this.#recall(bytes.uint32()));
      default:
        return false;
    }
  }

  /** Instructions that gather values into tuples, lists and dictionaries. */
  #collect(opcode: number): boolean {
    switch (opcode) {
      case 0x28: // MARK
        this.#stack.push(mark);
        return true;
      case 0x29: // EMPTY_TUPLE
      case 0x5d: // EMPTY_LIST
        return this.#push([]);
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x74: // TUPLE
        return this.#push(this.#popToMark());
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#push(this.#popCount(opcode - 0x84));
      case 0x61: // APPEND
        return this.#append(this.#popCount(1));
      case 0x65: // APPENDS
        return this.#append(this.#popToMark());
      case 0x73: // SETITEM
        return this.#setItems(this.#popCount(2));
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      default:
        return false;
    }
  }

  /** Instructions that name globals, call them, or load storages; every other one ends here with an error. */
  #construct(opcode: number): boolean {
    const bytes = this.#bytes;
    switch (opcode) {
      case 0x63: // GLOBAL
        return this.#push(this.#resolve(bytes.line(), bytes.line()));
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.#popCount(2);
        if (typeof module !== 'string' || typeof name !== 'string') throw bytes.damaged('a name is no text');
        return this.#push(this.#resolve(module, name));
      }
      case 0x69: // INST calls a global at once
        this.#resolve(bytes.line(), bytes.line());
        throw this.#unsafeInstruction('INST');
      case 0x52: // REDUCE
        return this.#reduce();
      case 0x51: // BINPERSID
        return this.#push(this.#environment.persistent(this.#pop()));
      case 0x62: // BUILD
        return this.#build();
      case 0x6f:
        throw this.#unsafeInstruction('OBJ');
      case 0x81:
        throw this.#unsafeInstruction('NEWOBJ');
      case 0x92:
        throw this.#unsafeInstruction('NEWOBJ_EX');
      case 0x82:
      case 0x83:
      case 0x84:
        throw this.#unsafeInstruction('EXT');
      default:
        throw bytes.damaged(`the instruction 0x${opcode.toString(16).padStart(2, '0')} is unknown`);
    }
  }

  #unsafeInstruction(name: string): OfaError {
    const message = `${this.#bytes.name}: the instruction ${name} makes objects of any class; it was not followed`;
    return new OfaError('checkpoint-unsafe', message, { file: this.#bytes.name, global: name });
  }

  #resolve(module: string, name: string): PickleGlobal {
    const fullName = `${module}.${name}`;
    const global = this.#environment.global(fullName);
    if (global === undefined) {
      const message = `${this.#bytes.name} refers to ${fullName}, which no plain checkpoint needs; nothing was run`;
      throw new OfaError('checkpoint-unsafe', message, { file: this.#bytes.name, global: fullName });
    }
    return global;
  }

  #reduce(): boolean {
    const [callable, parameters] = this.#popCount(2);
    if (!(callable instanceof PickleGlobal) || callable.call === undefined || !Array.isArray(parameters)) {
      throw this.#bytes.damaged('it calls what cannot be called');
    }
    return this.#push(callable.call(parameters as readonly PickleValue[]));
  }

  #build(): boolean {
    const state = this.#pop();
    if (!(this.#top() instanceof Map) || !isIgnorableState(state)) {
      throw this.#bytes.damaged('it sets the state of what has none');
    }
    return true;
  }

  #append(items: readonly PickleValue[]): boolean {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#bytes.damaged('it appends to what is no list');
    for (const item of items) (list as PickleValue[]).push(item);
    return true;
  }

  #setItems(items: readonly PickleValue[]): boolean {
    const dictionary = this.#top();
    if (!(dictionary instanceof Map)) throw this.#bytes.damaged('it fills what is no dictionary');
    for (let index = 0; index < items.length; index += 2) {
      const [key, value] = [items[index], items[index + 1]];
      if (typeof key !== 'string' || value === undefined) throw this.#bytes.damaged('a key is no text');
      dictionary.set(key, value);
    }
    return true;
  }

  #recall(index: number): PickleValue {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#bytes.damaged(`it recalls value ${index}, which it never stored`);
    return value;
  }

  #push(value: PickleValue): true {
    this.#stack.push(value);
    return true;
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === mark) throw this.#bytes.damaged('a value is missing');
    return value;
  }

  #pop(): PickleValue {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #popCount(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.#pop()).reverse();
  }

  #popToMark(): PickleValue[] {
    const start = this.#stack.lastIndexOf(mark);
    if (start < 0) throw this.#bytes.damaged('a mark is missing');
    const values = this.#stack.splice(start);
    values.shift();
    return values as PickleValue[];
  }
}

/**
 * The value that a pickle holds.
 * @param name what errors call the pickle.
 * @throws OfaError `checkpoint-unsafe` naming a global that the environment does not know, or an instruction that
 *   makes objects of any class; `checkpoint-damaged` for everything that is no well-formed pickle.
 */
export function readPickle(name: string, bytes: Uint8Array, environment: PickleEnvironment): PickleValue {
  return new PickleMachine(new PickleBytes(name, bytes), environment).run();
}
