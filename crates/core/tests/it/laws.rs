//! The laws, by their numbers.

mod law_01_status_is_derived;
mod law_02_judging_is_pure;
mod law_03_time_betters_nothing;
mod law_04_refutation_stands;
mod law_05_a_word_is_a_word;
mod law_08_people_can_be_forgotten;
mod law_10_graded_is_refused;
mod law_11_every_status_explains_itself;
mod law_12_no_back_door;
