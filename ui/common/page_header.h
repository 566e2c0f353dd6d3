#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace parley::ui {

// The line on top of a page: what it is, one muted sentence, and its actions at the right.
// Thread: GUI.
class PageHeader final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageHeader)

public:
    PageHeader(const QString &title, const QString &sentence, QWidget *parent);
    void addAction(QWidget *widget);
    void setSentence(const QString &sentence);

private:
    QHBoxLayout *m_layout = nullptr;
    QLabel *m_sentence = nullptr;
};

//! A line to type a filter in; Ctrl+F goes there, Escape empties it.
QLineEdit *filterLine(const QString &placeholder, QWidget *page);

} // namespace parley::ui
