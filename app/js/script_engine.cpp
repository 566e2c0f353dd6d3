#include "app/js/script_engine.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace parley::js {
namespace {

// Runs before the script, and keeps what it needs of the language: whatever the script puts in
// its place later, the frame does not see it. `record` is in no scope that the script can reach.
const QString kFrame = uR"js((function (record, global) {
'use strict';
const parse = JSON.parse, stringify = JSON.stringify, text = String, define = Object.defineProperty;
const Fault = TypeError, AnyFault = Error, isArray = Array.isArray;
function asText(value) {
    if (typeof value === 'string')
        return value;
    if (typeof value === 'object' && value !== null) {
        const json = stringify(value);
        if (typeof json === 'string')
            return json;
    }
    return text(value);
}
function publish(topic, payload, namespace) {
    if (typeof topic !== 'string')
        throw new Fault('publish(topic, payload): topic must be a string');
    const body = typeof payload === 'string' ? payload : stringify(payload);
    if (typeof body !== 'string')
        throw new Fault('publish(topic, payload): payload must be a string or have a JSON form');
    const space = namespace === undefined ? 'default' : text(namespace);
    const problem = record.publish(space, topic, body);
    if (problem !== '')
        throw new Fault(problem);
}
function log() {
    let line = '';
    for (let i = 0; i < arguments.length && line.length < 4096; ++i)
        line += (i > 0 ? ' ' : '') + asText(arguments[i]);
    record.log(line);
}
global.publish = publish;
global.console = { log: log, info: log, warn: log, error: log, debug: log };
function report(fault) {
    let said = 'an exception without a text', line = 0;
    try {
        said = fault instanceof AnyFault ? text(fault) : asText(fault);
        if (typeof fault === 'object' && fault !== null && typeof fault.lineNumber === 'number')
            line = fault.lineNumber | 0;
    } catch (other) {
    }
    record.threw(said, line);
}
return function (handle, body, deliveryId, attempt) {
    let event;
    try {
        event = parse(body);
    } catch (fault) {
        return record.refusedBody();
    }
    if (typeof event !== 'object' || event === null)
        return record.refusedBody();
    try {
        const own = { configurable: true, enumerable: !isArray(event), writable: true };
        own.value = deliveryId;
        define(event, 'deliveryId', own);
        own.value = attempt;
        define(event, 'attempt', own);
        const value = handle(event);
        if (typeof value === 'object' && value !== null && typeof value.then === 'function')
            throw new Fault('handle() must answer at once, not with a Promise');
        const json = stringify(value);
        record.returned(typeof json === 'string' ? json : '');
    } catch (fault) {
        report(fault);
    }
};
}))js"_s;

QString faultOf(const QJSValue &thrown)
{
    const QString line = thrown.property(u"lineNumber"_s).toString();
    const QString text = thrown.toString().left(1024);
    return thrown.isError() ? u"%1 (line %2)"_s.arg(text, line) : text;
}

} // namespace

ScriptEngine::ScriptEngine(Watchdog &watchdog) : m_watchdog(watchdog), m_record(new ScriptRecord)
{
    const QJSValue record = m_engine.newQObject(m_record);
    m_frame = m_engine.evaluate(kFrame).call({record, m_engine.globalObject()});
}

QString ScriptEngine::load(const QString &source, std::chrono::milliseconds limit)
{
    // What it defined is asked for within its own text, or `const handle = ...` would not be seen.
    static const QString kAsk = u"\n;typeof handle === 'function' ? handle : undefined;"_s;
    QStringList stack; // not empty: what came back was thrown
    m_watchdog.begin(m_engine, limit);
    m_handle = m_engine.evaluate(source + kAsk, u"function.js"_s, 1, &stack);
    m_isSpent = m_watchdog.end();
    if (m_isSpent)
        return u"the script did not come to its end in time"_s;
    if (!stack.isEmpty() || m_handle.isError())
        return faultOf(m_handle);
    if (!m_handle.isCallable())
        return u"the script defines no function handle(event)"_s;
    return {};
}

QJsonObject ScriptEngine::call(const Call &call)
{
    m_record->begin();
    m_record->mayPublish(true);
    QElapsedTimer timer;
    timer.start();
    m_watchdog.begin(m_engine, call.limit);
    m_frame.call({m_handle, call.body, call.deliveryId, call.attempt});
    m_isSpent = m_watchdog.end();
    const qint64 nanoseconds = timer.nsecsElapsed();
    m_record->mayPublish(false);
    QString outcome = u"error"_s;
    if (m_isSpent)
        outcome = u"timeout"_s;
    else if (m_record->hasRefusedBody())
        outcome = u"bad_body"_s;
    else if (m_record->hasReturned() && m_record->error().isEmpty())
        outcome = u"ok"_s;
    return {{u"outcome"_s, outcome},
            {u"value"_s, m_record->value()},
            {u"error"_s, m_record->error()},
            {u"log"_s, m_record->takeLog()},
            {u"messages"_s, m_record->takeMessages()},
            {u"microseconds"_s, nanoseconds / 1000}};
}

} // namespace parley::js
