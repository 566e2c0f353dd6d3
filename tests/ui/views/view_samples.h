#pragma once

#include "ui/views/chat_model.h"
#include "ui/views/log_store.h"

namespace parley::ui {

constexpr qint64 kSampleTime = 1'795'435'263'221; // a Monday morning in November 2026

QString zalgo(); // a word with dozens of marks on each letter

LogRow sampleRow(int i); // plain JSON on one of a few topics
void fillLog(LogStore &store); // about 60 rows of every kind, hostile ones too
QList<ChatEntry> sampleChat(); // every state and script

} // namespace parley::ui
